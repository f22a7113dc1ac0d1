"""Names the part of the day that an hour belongs to."""


def of(hour):
    if not 0 <= hour < 24:
        raise ValueError(f"{hour} is no hour of a day")
    return "night" if hour < 7 or hour >= 22 else "day"
