"""The resources of the interface, one file each. They translate, and hold no rule."""
