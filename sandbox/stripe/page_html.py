"""The HTML of the Checkout page: plain forms, no script, light and dark, one file."""

from jinja2 import DictLoader, Environment, StrictUndefined

_FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{% block title %}Checkout{% endblock %}</title>
<style>
:root{--page:#fff;--side:#f6f8fa;--ink:#1a1f36;--soft:#5b6478;--line:#d5dbe5;--field:#fff;--go:#0a63e0;
--on-go:#fff;--bad:#b3093c;--bad-back:#fdeef2;--test:#bb5504;--test-back:#ffde92}
@media (prefers-color-scheme:dark){:root{--page:#14161c;--side:#1b1e26;--ink:#eceef3;--soft:#a4adbf;
--line:#3a4152;--field:#1f232d;--go:#4b93ff;--on-go:#0b1220;--bad:#ff9db4;--bad-back:#3a1a24;
--test:#ffd27a;--test-back:#4a3508}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.45 system-ui,sans-serif}
main{display:grid;grid-template-columns:1fr 1fr;min-height:100vh}
section{padding:56px max(32px,calc((50vw - 400px)/2))}
.order{background:var(--side);border-right:1px solid var(--line)}
.back{color:var(--soft);text-decoration:none;font-size:14px}
.back:hover,.back:focus{text-decoration:underline}
.shop{display:flex;gap:10px;align-items:center;margin:18px 0 28px;font-weight:600}
.ribbon{background:var(--test-back);color:var(--test);border-radius:4px;padding:2px 7px;font-size:11px;
letter-spacing:.04em;font-weight:700}
.pay{color:var(--soft);margin:0}
.total{font-size:36px;font-weight:650;margin:2px 0 28px;font-variant-numeric:tabular-nums}
.line{display:flex;justify-content:space-between;gap:16px;padding:14px 0;border-top:1px solid var(--line)}
.line small{display:block;color:var(--soft)}
.line.sum{font-weight:600}
.line span:last-child{white-space:nowrap;font-variant-numeric:tabular-nums}
h1{font-size:20px;margin:0 0 20px}
label,legend{display:block;font-size:14px;color:var(--soft);margin:0 0 6px;padding:0}
input:not([type=radio]){width:100%;font:inherit;color:var(--ink);background:var(--field);
border:1px solid var(--line);border-radius:6px;padding:10px 12px;margin:0 0 16px}
input:focus-visible,button:focus-visible,a:focus-visible,summary:focus-visible{outline:3px solid var(--go);
outline-offset:1px}
fieldset{border:0;margin:0 0 16px;padding:0}
.choice{display:flex;align-items:center;gap:9px;color:var(--ink);font-size:16px;border:1px solid var(--line);
padding:11px 12px;margin:0;cursor:pointer}
.choice:first-of-type{border-radius:6px 6px 0 0}
.choice:last-of-type{border-radius:0 0 6px 6px}
.choice+.choice{border-top:0}
.choice:only-of-type{border-radius:6px}
.choice input{accent-color:var(--go);margin:0}
.two{display:grid;grid-template-columns:1fr 1fr;gap:12px}
form:has(#bank:checked) .card,form:not(:has(#bank:checked)) .debit{display:none}
.debit{color:var(--soft);margin:0 0 16px}
button{width:100%;font:inherit;font-weight:600;border:1px solid var(--go);border-radius:6px;padding:12px;
background:var(--go);color:var(--on-go);cursor:pointer}
button:hover{filter:brightness(1.08)}
button.quiet{background:none;color:var(--go);margin-top:10px}
.error{background:var(--bad-back);color:var(--bad);border-radius:6px;padding:11px 13px;margin:0 0 18px}
details{margin-top:22px;color:var(--soft);font-size:14px}
code{font:13px ui-monospace,monospace}
td{padding:2px 14px 2px 0}
.alone .back{text-decoration:underline;color:var(--go)}
::placeholder{color:var(--soft);opacity:.75}
.alone{grid-template-columns:1fr}.alone section{max-width:560px;margin:auto;padding:56px 32px}
@media (max-width:760px){main{grid-template-columns:1fr}section{padding:28px 20px}
.order{border-right:0;border-bottom:1px solid var(--line)}.total{margin-bottom:14px}}
</style>
</head>
{% block body %}{% endblock %}
</html>"""

_PAY = """{% extends "frame" %}
{% block title %}Pay {{ total }}{% endblock %}
{% block body %}<body><main>
<section class="order" aria-label="Order">
{% if cancel_url %}<a class="back" href="{{ cancel_url }}">&larr; Back</a>{% endif %}
<div class="shop">Sandbox shop{% if test_mode %} <span class="ribbon">TEST MODE</span>{% endif %}</div>
<p class="pay">Pay</p><p class="total">{{ total }}</p>
{% for item in items %}<div class="line"><span>{{ item.name }}
{% if item.about %}<small>{{ item.about }}</small>{% endif %}
{% if item.quantity > 1 %}<small>{{ item.quantity }} &times; {{ item.each }}</small>{% endif %}
</span><span>{{ item.total }}</span></div>
{% endfor %}<div class="line sum"><span>Total due</span><span>{{ total }}</span></div>
</section>
<section><h1>Payment details</h1>
{% if error %}<p class="error" role="alert">{{ error }}</p>{% endif %}
<form method="post" action="{{ action }}">
<label for="email">E-mail</label>
<input id="email" name="email" type="email" value="{{ email }}" autocomplete="email" required
{%- if email_fixed %} readonly{% endif %}>
<fieldset><legend>Payment method</legend>
{% if "card" in methods %}<label class="choice">
<input type="radio" name="method" value="card"
{%- if method == "card" %} checked{% endif %}>Card</label>{% endif %}
{% if "us_bank_account" in methods %}<label class="choice">
<input type="radio" name="method" value="bank" id="bank"
{%- if method == "bank" %} checked{% endif %}>Bank debit (delayed)</label>{% endif %}
</fieldset>
<div class="card"><label for="card_number">Card number</label>
<input id="card_number" name="card_number" inputmode="numeric" autocomplete="cc-number"
placeholder="1234 1234 1234 1234" maxlength="30">
<div class="two"><div><label for="expiry">Expiration</label>
<input id="expiry" name="expiry" inputmode="numeric" autocomplete="cc-exp"
placeholder="MM / YY" maxlength="9"></div>
<div><label for="cvc">CVC</label>
<input id="cvc" name="cvc" inputmode="numeric" autocomplete="cc-csc"
placeholder="123" maxlength="4"></div></div></div>
<p class="debit">Test bank, account ending 6789. The money arrives, or does not, some days later.</p>
<label for="name">Name of the account or card holder</label>
<input id="name" name="name" autocomplete="name" value="{{ name }}" maxlength="200" required>
<button type="submit">Pay {{ total }}</button>
</form>
{% if test_mode %}<details><summary>Test cards</summary><table>
<tr><td><code>4242 4242 4242 4242</code></td><td>is paid</td></tr>
<tr><td><code>4000 0000 0000 0002</code></td><td>is declined</td></tr>
<tr><td><code>4000 0000 0000 9995</code></td><td>has insufficient funds</td></tr>
<tr><td><code>4000 0025 0000 3155</code></td><td>asks to confirm</td></tr>
<tr><td><code>4000 0000 0000 0259</code></td><td>is paid, then disputed</td></tr>
</table><p>Any expiration in the future, any CVC.</p></details>{% endif %}
</section></main></body>{% endblock %}"""

_CONFIRM = """{% extends "frame" %}
{% block title %}Confirm payment{% endblock %}
{% block body %}<body><main class="alone"><section>
<h1>Your bank asks: confirm {{ total }}?</h1>
<form method="post" action="{{ action }}">
<button type="submit" name="answer" value="agree">Complete authentication</button>
<button class="quiet" type="submit" name="answer" value="refuse">Fail authentication</button>
</form></section></main></body>{% endblock %}"""

_NOTICE = """{% extends "frame" %}
{% block title %}{{ heading }}{% endblock %}
{% block body %}<body><main class="alone"><section>
<h1>{{ heading }}</h1>
{% for line in lines %}<p>{{ line }}</p>{% endfor %}
{% if link %}<p><a class="back" href="{{ link }}">{{ link_text }}</a></p>{% endif %}
</section></main></body>{% endblock %}"""

_PAGES = Environment(
    loader=DictLoader({"frame": _FRAME, "pay": _PAY, "confirm": _CONFIRM, "notice": _NOTICE}),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


def write_page(template: str, /, **values: object) -> str:
    """Render `pay`, `confirm` or `notice`; every value is escaped."""
    return _PAGES.get_template(template).render(**values)


def write_money(cents: int, currency: str) -> str:
    """`$29.00`, `€29.00` or, for other currencies, `29.00 CHF`."""
    sign = {"usd": "$", "eur": "€", "gbp": "£"}.get(currency, "")
    return f"{sign}{cents / 100:,.2f}" if sign else f"{cents / 100:,.2f} {currency.upper()}"
