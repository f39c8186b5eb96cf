"""Proposals, volunteers and the decision; agreements on roles and expectations."""
