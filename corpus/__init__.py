"""A small open corpus of notices with gold annotations: one real sample and made-up ones, marked 示例."""
