"""What members may take with them, and what becomes of what they wrote when they leave."""
