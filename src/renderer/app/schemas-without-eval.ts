import { config } from 'zod';

// Schemas are made when their modules load, and would try `Function('')`, which the content security policy refuses and
// reports; so this module is the first that the page loads.
config({ jitless: true });
