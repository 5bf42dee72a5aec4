using Cardo.Server.Commands;

return await Cli.Run(args);
