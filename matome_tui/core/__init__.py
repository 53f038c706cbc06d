"""What a thread, a clip and a post are: pure values and functions, no input or output."""
