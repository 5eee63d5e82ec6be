"""Stories: whole journeys over sockets against `closeup serve` in a process of its own; the books are audited."""
