import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The one accent colour: links, the active page, the primary action. */
const azure: MantineColorsTuple = [
  '#eaf0ff',
  '#d3dfff',
  '#a5bcfd',
  '#7697fb',
  '#5379f5',
  '#4067e9',
  '#345ad6',
  '#2a4bb8',
  '#22408f',
  '#1a2f6b',
];

/** For what destroys; white reads on shades 5 (dark) and 6 (light), as on Mantine's own red it does not. */
const red: MantineColorsTuple = [
  '#ffe9e9',
  '#ffcfcf',
  '#ffa3a3',
  '#ff7d7d',
  '#ec5a5e',
  '#d63a40',
  '#c2272d',
  '#a81f25',
  '#8c1a1f',
  '#6d1418',
];

/** Blue-grey from text to the deepest background; body is shade 7, inputs 6, borders 4 (Mantine's convention). */
const dark: MantineColorsTuple = [
  '#d5dbe8',
  '#b4bdcf',
  '#8e98ad',
  '#5f697d',
  '#2a3242',
  '#1d2431',
  '#141a25',
  '#080b12',
  '#0c1019',
  '#05070c',
];

/** Windows over the page: the chrome's background, a border and a title that reads as one. */
const OVERLAY_STYLES = {
  header: { background: 'var(--sx-chrome)' },
  content: {
    background: 'var(--sx-chrome)',
    border: '1px solid var(--sx-border)',
    // What has the focus is not to lie under a title or buttons that stay in sight.
    scrollPadding: '72px 0',
  },
  title: { color: 'var(--sx-text-strong)', fontSize: 15, fontWeight: 600 },
};

export const theme = createTheme({
  primaryColor: 'azure',
  primaryShade: { light: 6, dark: 5 },
  colors: { azure, dark, red },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, monospace',
  fontSizes: { xs: '11px', sm: '12.5px', md: '13.5px', lg: '15px', xl: '18px' },
  headings: { fontWeight: '600' },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Modal: {
      styles: OVERLAY_STYLES,
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.6, blur: 2 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    Drawer: { styles: OVERLAY_STYLES, defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Spotlight: { styles: { content: OVERLAY_STYLES.content } },
    Notification: {
      styles: { description: { color: 'var(--mantine-color-dimmed)' } },
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
    },
    Accordion: { styles: { label: { fontSize: 13, fontWeight: 500 } } },
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    // Focus goes to the first item: a placeholder is no child that a menu may have.
    Menu: { defaultProps: { shadow: 'lg', withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { shadow: 'lg' } },
  },
});

/** Our own variables, for CSS modules and for the canvas of charts, which reads them from the document. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { '--sx-space': '12px', '--sx-rail-width': '196px' },
  light: {
    '--mantine-color-body': '#f3f5f9',
    '--mantine-color-dimmed': '#566073',
    '--mantine-color-error': '#b5252c',
    '--sx-chrome': '#ffffff',
    '--sx-panel': '#ffffff',
    '--sx-panel-hover': '#f7f9fc',
    '--sx-border': '#dde2ea',
    '--sx-grid': '#e8ebf1',
    '--sx-axis': '#5b6577',
    '--sx-text': '#171c26',
    '--sx-text-strong': '#0b0f17',
    '--sx-accent-soft': '#e4ebff',
    '--sx-accent-text': '#2a4bb8',
    '--sx-crosshair': '#7a859a',
    '--sx-good': '#0c7a4d',
    '--sx-good-soft': '#dcf5e8',
    '--sx-warn': '#8f5b00',
    '--sx-warn-soft': '#fdf0d3',
    '--sx-bad': '#b5252c',
    '--sx-bad-soft': '#fde5e5',
  },
  dark: {
    '--mantine-color-body': '#080b12',
    '--mantine-color-dimmed': '#8e98ad',
    '--mantine-color-error': '#ff7d7d',
    '--sx-chrome': '#0b0f17',
    '--sx-panel': '#10151f',
    '--sx-panel-hover': '#151b27',
    '--sx-border': '#202836',
    '--sx-grid': '#1a2130',
    '--sx-axis': '#8690a5',
    '--sx-text': '#c6cede',
    '--sx-text-strong': '#eef2fa',
    '--sx-accent-soft': '#182555',
    '--sx-accent-text': '#a5bcfd',
    '--sx-crosshair': '#77829a',
    '--sx-good': '#4fd09a',
    '--sx-good-soft': '#0f3226',
    '--sx-warn': '#f2b84b',
    '--sx-warn-soft': '#3a2c0e',
    '--sx-bad': '#ff7d7d',
    '--sx-bad-soft': '#411a1f',
  },
});
