"""For tests of the core and of plugins: fixtures, factories, the contract."""
