using System.Text.Json.Serialization;
using global::Stripe;
using global::Stripe.Infrastructure;

namespace Charity.Production.Stripe;

/// <summary>An answer that Stripe.net does not take apart.</summary>
[JsonConverter(typeof(STJStripeEntityConverter))]
internal sealed class AsItCame : StripeEntity<AsItCame>;
