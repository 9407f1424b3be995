using Charity.Campaigns.Publishing;
using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Notifications;
using Charity.Staff.ByTwo;
using Charity.Staff.Factors;
using Charity.Staff.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Staff;

/// <summary>People who work in the back office: accounts, permissions, second factor. Calls Notifications, for invitations, and Campaigns, whose
/// refused publications it tells people of.</summary>
public static class StaffRoom
{
    /// <summary>Characters; no other rule of composition.</summary>
    private const int MinPasswordLength = 12;

    private const int SignInsBeforeLockout = 5;

    private static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    public static IServiceCollection AddStaff(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddIdentityCore<StaffUser>(options =>
            {
                options.Password = new PasswordOptions
                {
                    RequiredLength = MinPasswordLength,
                    RequiredUniqueChars = 1,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
                options.Lockout.MaxFailedAccessAttempts = SignInsBeforeLockout;
                options.Lockout.DefaultLockoutTimeSpan = Lockout;
                options.User.RequireUniqueEmail = true;
                options.Tokens.ProviderMap[options.Tokens.AuthenticatorTokenProvider] = new TokenProviderDescriptor(typeof(StaffTotpProvider));
            })
            .AddEntityFrameworkStores<CharityDb>()
            .AddUserStore<StaffStore>()
            .AddUserManager<StaffUserManager>()
            .AddPasswordValidator<CommonPasswords>()
            .AddClaimsPrincipalFactory<StaffClaims>();
        return services
            .AddScoped<StaffTotpProvider>()
            .AddScoped<CreateStaffUser>()
            .AddScoped<RecordSignIn>()
            .AddScoped<StaffSessions>()
            .AddScoped<IStaffRights, StaffRights>()
            .AddScoped<PeopleRights>()
            .AddScoped<SecondPerson>()
            .AddApprovalHandler<SetRolesByTwoHandler, SetRolesByTwo>()
            .AddApprovalHandler<InviteByTwoHandler, InviteByTwo>()
            .AddApprovalHandler<OpenAccountByTwoHandler, OpenAccountByTwo>()
            .AddApprovalHandler<ResetSecondFactorByTwoHandler, ResetSecondFactorByTwo>()
            .AddScoped<InvitePerson>()
            .AddScoped<RenewInvitation>()
            .AddScoped<AcceptInvitation>()
            .AddScoped<ChangeRights>()
            .AddMailWriter<InvitationMail>()
            .AddScoped<SecondFactors>()
            .AddScoped<SetUpAuthenticator>()
            .AddScoped<AddPasskey>()
            .AddScoped<ChangePasskey>()
            .AddScoped<UsePasskey>()
            .AddScoped<ChangeFactors>()
            .AddScoped<ResetSecondFactor>()
            .AddScoped<SealedAddress>()
            .AddScoped<AskForPasswordReset>()
            .AddScoped<NewPasswords>()
            .AddScoped<ChangePassword>()
            .AddScoped<ChangeLanguage>()
            .AddScoped<ResetPassword>()
            .AddScoped<Letterhead>()
            .AddScoped<SecurityNotices>()
            .AddScoped<SumRefusedSignIns>()
            .AddTimetableJob<SumRefusedSignInsJob>()
            .AddMessageHandler<MailPasswordReset, PasswordResetAsked>()
            .AddMailWriter<PasswordResetMail>()
            .AddMailWriter<SecurityNoticeMail>()
            .AddMailWriter<AlarmMail>()
            .AddMessageHandler<AlarmStaff, StaffAlarm>()
            .AddScoped<OperateAccount>()
            .AddMailWriter<RefusalMail>()
            .AddMessageHandler<TellOfRefusal, PublicationRefused>()
            .AddScoped<ForgetSecondFactors>();
    }
}
