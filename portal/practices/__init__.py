"""How plugins work together on practices: what they publish to each other, who wants which
practice, and what became of it. The core knows none of them; it carries the answers over."""
