"""The shared canvas of an education: arena, codex, redesign, pitch, design; run sheet."""
