"""Text that may cross（合格文本）.

A Python string can hold half of a surrogate pair, as a file name or JSON brings it; UTF-8 cannot, and
the generated code would throw an error that is none of the core's. Pairs are joined, what is alone
becomes U+FFFD.
"""
from . import wangge_field as generated


def well_formed(text):
    """The same text, if it is well formed; else without halves of pairs."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def mend_what_crosses():
    """Mends each text on its way into the library."""
    [converter] = [it for name, it in vars(generated).items() if name.endswith("FfiConverterString")]
    lower, write = converter.lower, converter.write
    converter.lower = staticmethod(lambda value: lower(well_formed(value)))
    converter.write = staticmethod(lambda value, buf: write(well_formed(value), buf))
