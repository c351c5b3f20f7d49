"""What every chart shares: frame, axes, labels, line traces."""
