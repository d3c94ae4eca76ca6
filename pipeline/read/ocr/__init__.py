"""Pictures of pages to glyphs and rulings, as the PDF reader has them: `page.read_page`.

1. Everything runs on the CPU of this machine, with the models that the package `rapidocr` carries; nothing is fetched or sent.
2. What was read is changed only by rules that prove the change, and each change is logged with its rule.
3. What cannot be read is a warning with its page, never a guess.
"""
