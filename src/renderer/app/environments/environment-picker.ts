import { createSpotlight } from '@mantine/spotlight';

const [store, actions] = createSpotlight();

/** The state of the list of environments, and what opens it. */
export const environmentPicker = { store, open: actions.open };
