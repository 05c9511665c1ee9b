"""What is told: stories, and how they are asked for and quoted."""
