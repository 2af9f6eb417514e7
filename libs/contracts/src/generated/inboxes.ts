// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
/** The inbox prefix of each broker user: an account lets each of them subscribe to its own inbox and no other. */
export const INBOXES: Readonly<Record<string, string>> = {
  domed: '_INBOX_domed',
  'domed-provisioner': '_INBOX_domed-provisioner',
  dome: '_INBOX_dome',
  'dome-provisioner': '_INBOX_dome-provisioner',
  '{person}': '_INBOX_{person}',
  view: '_INBOX_view',
  operator: '_INBOX_operator',
  '{reader}': '_INBOX_{reader}',
};
