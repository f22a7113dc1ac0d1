def day(:
    pass
