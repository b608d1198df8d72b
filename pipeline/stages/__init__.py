"""One function per task: wires edges to pure steps, holds no rule of its own. DAGs and commands call the same."""
