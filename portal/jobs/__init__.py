"""The durable queue and the worker that drains it."""
