import { walkCustomerManaged } from "./customer-walk.ts";

const roles = { "super admin": "super_admin", admin: "admin", support: "support" };

walkCustomerManaged({
  environment: {},
  token: (laptop, role, org) => laptop.token(roles[role], org),
});
