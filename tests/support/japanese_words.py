"""A Japanese sentence of several scripts, and its words."""

SENTENCE = "この文章は日本語とEnglishで書かれた、テキスト。"
WORDS = [
    "この",
    "文章",
    "は",
    "日本語",
    "と",
    "English",
    "で",
    "書",
    "かれた",
    "、",
    "テキスト",
    "。",
]
