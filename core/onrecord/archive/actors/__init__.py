"""Who is who across articles: names that are one actor, corrections, dossiers, reviews, the same words."""
