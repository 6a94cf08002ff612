/** Only for the commands that need it: the SDK's clients load longer than most commands run. */
export const loadKillSwitch = () => import('@tocsin/stack/killswitch');
