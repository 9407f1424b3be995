using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Charity.Testing.Tools;

/// <summary>
/// A case of a contract that further classes inherit. In a class marked <see cref="NeedsVariableAttribute"/> it is
/// reported as skipped, with the reason, where the environment variable is not set; elsewhere it is a plain fact.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Charity.Testing.Tools.EngineFactDiscoverer", "Charity.Testing")]
public sealed class EngineFactAttribute : FactAttribute;

/// <summary>What the adapter under test needs from outside.</summary>
/// <param name="variable">Environment variable that says where it is.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsVariableAttribute(string variable) : Attribute
{
    public string Variable => variable;
}

/// <summary>Finds the cases of <see cref="EngineFactAttribute"/>.</summary>
public sealed class EngineFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
        => testMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsVariableAttribute)).SingleOrDefault()?.GetNamedArgument<string>(nameof(NeedsVariableAttribute.Variable)) is { } variable
           && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))
            ? new Skipped(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, $"{variable} is not set.")
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);

    /// <summary>Told as skipped by the runner, never run.</summary>
    public sealed class Skipped : XunitTestCase
    {
        private string reason = "";

        [Obsolete("Called by the de-serializer; should only be called by deriving classes for de-serialization purposes")]
        public Skipped()
        {
        }

        public Skipped(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, string reason)
            : base(messages, display, options, method)
            => this.reason = reason;

        public override void Serialize(IXunitSerializationInfo data)
        {
            data.AddValue(nameof(reason), reason);
            base.Serialize(data);
        }

        public override void Deserialize(IXunitSerializationInfo data)
        {
            reason = data.GetValue<string>(nameof(reason));
            base.Deserialize(data);
        }

        protected override string GetSkipReason(IAttributeInfo factAttribute) => reason;
    }
}
