/** Every section of the page in its order; `of` says whose settings they are. */
export const SECTIONS = [
  { id: 'general', label: 'General', of: 'app' },
  { id: 'background', label: 'Background', of: 'app' },
  { id: 'order', label: 'Order of environments', of: 'app' },
  { id: 'data', label: 'Data and secrets', of: 'app' },
  { id: 'about', label: 'About', of: 'app' },
  { id: 'environment', label: 'Environment', of: 'environment' },
  { id: 'credentials', label: 'Credentials', of: 'environment' },
  { id: 'notifications', label: 'Notifications', of: 'environment' },
  { id: 'file', label: 'File and sharing', of: 'environment' },
  { id: 'api', label: 'HTTP API', of: 'environment' },
  { id: 'history', label: 'Export and import', of: 'environment' },
] as const;

export type SectionId = (typeof SECTIONS)[number]['id'];

/** The id of a section's element, which links of the page's list lead to. */
export function elementIdOf(id: SectionId): string {
  return `settings-${id}`;
}
