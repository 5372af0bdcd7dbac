package dev.sekisho.model;

import java.util.List;

/** Settings of a policy that is made of other policies; a record. */
public interface PolicyGroup {

    /** The policies that it is made of. */
    List<PolicyUse> policies();

    /** The same settings with these policies. */
    Record withPolicies(List<PolicyUse> uses);
}
