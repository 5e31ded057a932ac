"""Where information ends and advice begins, in what guides write."""
