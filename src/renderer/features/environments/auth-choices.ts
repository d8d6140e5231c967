/** The methods of authentication as the forms offer them. */
export const AUTH_CHOICES = [
  { value: 'none', label: 'None' },
  { value: 'bearer', label: 'Bearer token' },
  { value: 'basic', label: 'Basic' },
  { value: 'header', label: 'API key header' },
] as const;
