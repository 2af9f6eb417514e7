/** The prefix under which the accounts of the control plane and of people see the runtime plane's JetStream. */
export const RUNTIME_API = 'DOMED.API';
/** The prefix under which people see the control plane's JetStream. */
export const CONTROL_API = 'DOME.API';
