"""What escrow's services stand on: operations at the provider with their reservation and settlement, and clocks.

Nothing here asks who may: that is decided by the service, or by the door of a machine (task, handler) before.
"""
