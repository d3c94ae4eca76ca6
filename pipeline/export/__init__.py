"""Tables in other forms than CSV."""
