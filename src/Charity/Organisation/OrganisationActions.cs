namespace Charity.Organisation;

/// <summary>What the audit calls the things done to the organisation.</summary>
public static class OrganisationActions
{
    /// <summary>Kind of subject: the organisation itself.</summary>
    public const string Subject = "organisation";

    /// <summary>Kind of subject: the id behind it is the legal entity's.</summary>
    public const string EntitySubject = "entity";

    /// <summary>Kind of subject: the id behind it is the bank account's.</summary>
    public const string BankSubject = "bank-account";

    public const string Describe = "organisation.describe";
    public const string AddEntity = "organisation.entity-add";
    public const string ChangeEntity = "organisation.entity-change";
    public const string PlanEntityChange = "organisation.entity-plan";
    public const string WithdrawEntityChange = "organisation.entity-withdraw";
    public const string AddBank = "organisation.bank-add";
    public const string ChangeBank = "organisation.bank-change";
    public const string PublishTerms = "organisation.terms";
}
