namespace Cardo.Tests.Browser;

/// <summary>Browser tests share one city and one browser, and run one after the other.</summary>
[CollectionDefinition("browser")]
public sealed class BrowserCollection : ICollectionFixture<BrowserCity>;
