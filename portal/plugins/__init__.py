"""The plugin system: finding, loading, calling, switching."""
