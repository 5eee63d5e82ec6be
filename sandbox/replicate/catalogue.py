"""The models that the stand-in offers, as data: their inputs and outputs, and what frames their pictures.

Fields, defaults and enums follow the models' own pages and published schemas, as read in November 2026.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.replicate.cog import Field, choice, file, files, flag, number, text, whole

_RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")
_MATCHING = ("match_input_image", *_RATIOS)
_KONTEXT_RATIOS = ("match_input_image", "1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "4:5", "5:4", "21:9",
                   "9:21", "2:1", "1:2")  # fmt: skip
_FLUX_RATIOS = ("1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21")
_ASPECT = "Aspect ratio of the generated image"


@dataclass(frozen=True)
class Entry:
    """One model: `references` names the input that takes pictures, `count` the one that says how many come.

    `format` is what comes when the model has no `output_format`; `most_together` bounds references + outputs.
    """

    owner: str
    name: str
    about: str
    inputs: Sequence[Field]
    official: bool = True
    many: bool = False
    references: str = ""
    count: str = ""
    format: str = "jpg"
    most_together: int = 0
    training: Sequence[Field] = ()


NANO_BANANA = Entry(
    "google", "nano-banana", "Google's image editing model, which keeps people and products consistent",
    references="image_input",
    inputs=(
        text("prompt", "A text description of the image you want to generate", required=True),
        files("image_input", "Input images to transform or use as reference (supports multiple images)"),
        choice("aspect_ratio", _ASPECT, "match_input_image", _MATCHING),
        choice("output_format", "Format of the output image", "jpg", ("jpg", "png")),
    ),
)  # fmt: skip

SEEDREAM = Entry(
    "bytedance", "seedream-4", "Text-to-image generation and editing at up to 4K resolution",
    references="image_input", count="max_images", many=True, most_together=15,
    inputs=(
        text("prompt", "Text prompt for image generation", required=True),
        files("image_input", "Input image(s) for image-to-image generation: 1 to 10 images", most=10),
        choice("size", "Image resolution", "2K", ("1K", "2K", "4K", "custom")),
        choice("aspect_ratio", _ASPECT, "match_input_image",
               ("match_input_image", "1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3", "21:9")),
        whole("width", "Custom image width, used when size is custom", 2048, 1024, 4096),
        whole("height", "Custom image height, used when size is custom", 2048, 1024, 4096),
        choice("sequential_image_generation", "Group image generation mode", "disabled", ("disabled", "auto")),
        whole("max_images", "Most images to generate; references and outputs together up to 15", 1, 1, 15),
        flag("enhance_prompt", "Enable prompt enhancement", default=True),
    ),
)  # fmt: skip

KONTEXT = Entry(
    "black-forest-labs", "flux-kontext-pro", "Text-based image editing with one reference image",
    references="input_image", format="png",
    inputs=(
        text("prompt", "Text description of what you want to generate, or how to edit it", required=True),
        file("input_image", "Image to use as reference. Must be jpeg, png, gif, or webp."),
        choice("aspect_ratio", _ASPECT, "match_input_image", _KONTEXT_RATIOS),
        whole("seed", "Random seed. Set for reproducible generation", None, None, None),
        choice("output_format", "Output format for the generated images", "png", ("jpg", "png")),
        whole("safety_tolerance", "0 is most strict; 2 is the most allowed with input images", 2, 0, 6),
        flag("prompt_upsampling", "Automatic prompt improvement", default=False),
    ),
)  # fmt: skip

_TRAINED_INPUTS = (
    text("prompt", "Prompt for generated image, with the trigger word used during training", required=True),
    file("image", "Input image for image to image or inpainting mode"),
    file("mask", "Image mask for image inpainting mode"),
    choice("aspect_ratio", _ASPECT, "1:1", (*_FLUX_RATIOS, "custom")),
    whole("height", "Height of generated image, with aspect ratio custom", None, 256, 1440),
    whole("width", "Width of generated image, with aspect ratio custom", None, 256, 1440),
    number("prompt_strength", "Prompt strength when using img2img", 0.8, 0, 1),
    choice("model", "Which model to run inference with", "dev", ("dev", "schnell")),
    whole("num_outputs", "Number of outputs to generate", 1, 1, 4),
    whole("num_inference_steps", "Number of denoising steps", 28, 1, 50),
    number("guidance_scale", "Guidance scale for the diffusion process", 3.5, 0, 10),
    whole("seed", "Random seed. Set for reproducible generation", None, None, None),
    choice("output_format", "Format of the output images", "webp", ("webp", "jpg", "png")),
    whole("output_quality", "Quality when saving the output images, from 0 to 100", 90, 0, 100),
    flag("disable_safety_checker", "Disable safety checker for generated images", default=False),
    flag("go_fast", "Run faster predictions with a model quantized to fp8", default=False),
    choice("megapixels", "Approximate number of megapixels for generated image", "1", ("1", "0.25")),
    number("lora_scale", "How strongly the main LoRA should be applied", 1, -1, 3),
    text("extra_lora", "Load LoRA weights"),
    number("extra_lora_scale", "How strongly the extra LoRA should be applied", 1, -1, 3),
)  # fmt: skip

_TRAINING = (
    file("input_images", "A zip file containing the images that will be used for training", required=True),
    text("trigger_word", "The trigger word to refer to the subject, object or style", "TOK"),
    flag("autocaption", "Automatically caption images", default=True),
    text("autocaption_prefix", "Text that should come before every generated caption"),
    text("autocaption_suffix", "Text that should come after every generated caption"),
    whole("steps", "Number of training steps. Recommended range 500-4000", 1000, 3, 6000),
    number("learning_rate", "Learning rate", 0.0004, None, None),
    whole("batch_size", "Batch size", 1, None, None),
    text("resolution", "Image resolutions for training", "512,768,1024"),
    whole("lora_rank", "Higher ranks take longer to train but can capture more complex features", 16, 1, 128),
    number("caption_dropout_rate", "How often captions are ignored while training", 0.05, 0, 1),
    text("optimizer", "Optimizer to use for training", "adamw8bit"),
    flag("cache_latents_to_disk", "Use this if you have lots of input images", default=False),
    text("layers_to_optimize_regex", "Regular expression to match specific layers to optimize"),
    flag("gradient_checkpointing", "Turn on gradient checkpointing to save memory", default=False),
    text("hf_repo_id", "Hugging Face repository where the trained LoRA is uploaded"),
    text("hf_token", "Hugging Face token to use for uploading"),
    text("wandb_api_key", "Weights and Biases API key"),
    text("wandb_project", "Weights and Biases project name", "flux_train_replicate"),
    text("wandb_run", "Weights and Biases run name"),
    text("wandb_entity", "Weights and Biases entity name"),
)  # fmt: skip

TRAINER = Entry(
    "ostris", "flux-dev-lora-trainer", "Fine-tune FLUX.1-dev using ai-toolkit",
    official=False, many=True, references="image", count="num_outputs", format="webp",
    inputs=_TRAINED_INPUTS, training=_TRAINING,
)  # fmt: skip

OFFERED = (NANO_BANANA, SEEDREAM, KONTEXT, TRAINER)


def describe_trained(owner: str, name: str) -> Entry:
    """What a version trained into `owner/name` offers."""
    return Entry(
        owner, name, "", _TRAINED_INPUTS, official=False, many=True, references="image", count="num_outputs",
        format="webp",
    )  # fmt: skip
