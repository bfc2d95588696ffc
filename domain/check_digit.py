"""The check digit at the end of national numbers and of bankgiro numbers."""


def adds_up(number: str) -> bool:
    """Whether Luhn's sum over the digits of `number` is a multiple of ten, as its last digit makes it."""
    digits = [int(digit) for digit in reversed(number) if digit.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
