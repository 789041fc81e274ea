"""What is to be expected of a figure, whether it has moved, and who pulls it: arithmetic on shown sums alone."""
