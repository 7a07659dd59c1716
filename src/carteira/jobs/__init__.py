"""What work must survive? Job rows with a lease: they commit together with their effect, and outlive any process."""
