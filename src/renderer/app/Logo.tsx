/** The mark: a sextant's arc with its index arm. */
export function Logo({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M4 15.5 A10.5 10.5 0 0 0 20 15.5"
        stroke="var(--mantine-primary-color-filled)"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
      <path
        d="M12 3.5 L5.2 13.4 M12 3.5 L18.8 13.4"
        stroke="var(--sx-accent-text)"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
      <path d="M12 3.5 L14.2 20.4" stroke="var(--sx-text-strong)" strokeWidth="1.8" strokeLinecap="round" />
      <circle cx="12" cy="3.8" r="1.9" fill="var(--sx-text-strong)" />
    </svg>
  );
}
