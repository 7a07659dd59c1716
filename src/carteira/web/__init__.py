"""Where do people see and do it? The pages: they translate, and hold no arithmetic and no business rule."""
