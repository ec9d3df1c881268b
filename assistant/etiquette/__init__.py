"""What a careful, honest person would do about a message: a Plan, or Silence with a reason. Pure rules, no clock."""
