"""The forms of the programme, as they are shown: which one, in which two languages."""
