"""The only package that knows money: rules, store, gateways, use cases and durable work."""
