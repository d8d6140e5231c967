/** The usual methods of authentication as the forms offer them. */
export const AUTH_CHOICES = [
  { value: 'none', label: 'None' },
  { value: 'bearer', label: 'Bearer token' },
  { value: 'basic', label: 'Basic' },
  { value: 'header', label: 'API key header' },
] as const;

/** The rarer ones, behind *Other*. */
export const OTHER_AUTH_CHOICES = [
  { value: 'oauth2', label: 'OAuth 2.0: client credentials or signed assertion' },
  { value: 'authorization', label: 'Authorization header of another type' },
  { value: 'cookie', label: 'Session cookie' },
  { value: 'token_source', label: 'Token from a command, variable or file' },
] as const;
