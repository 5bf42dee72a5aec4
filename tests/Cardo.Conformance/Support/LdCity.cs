namespace Cardo.Conformance.Support;

/// <summary>Tests of the NGSI-LD binding share one city and keep apart by the names they use.</summary>
[CollectionDefinition(nameof(LdCity))]
public sealed class LdCity : ICollectionFixture<CityHost>;
