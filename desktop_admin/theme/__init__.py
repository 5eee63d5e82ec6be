"""How the console looks: tokens, one style sheet, fonts, icons."""
