"""May a program do it too? The door for programs: the same book over HTTP, under the same rule of who may what."""
