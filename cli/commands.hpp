// One function per command: from its options to an exit code, output to stdout, messages to stderr. Errors are thrown.
#pragma once

#include "cli/options.hpp"

namespace cityweave::cli {

[[nodiscard]] int run(const CommonOptions& common, const BuildOptions& options);
[[nodiscard]] int run(const CommonOptions& common, const ExtractOptions& options);
[[nodiscard]] int run(const CommonOptions& common, const IngestOptions& options);
[[nodiscard]] int run(const CommonOptions& common, const RemoveOptions& options);
[[nodiscard]] int run(const CommonOptions& common, const GeocodeOptions& options);
[[nodiscard]] int run(const CommonOptions& common, const FindOptions& options);
[[nodiscard]] int run(const CommonOptions& common, const NetworksOptions& options);
[[nodiscard]] int run(const CommonOptions& common, const ShowOptions& options);
[[nodiscard]] int run(const CommonOptions& common, const TilesOptions& options);
[[nodiscard]] int run(const CommonOptions& common, const RenderOptions& options);
[[nodiscard]] int run(const CommonOptions& common, const VerifyOptions& options);

} // namespace cityweave::cli
