"""What runs in the guarded process that asks a site: yt-dlp, its choices, and its errors in our words."""
