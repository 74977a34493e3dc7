// Text from a file or standard input, piece by piece, so that its size costs no memory. Knows encodings; knows no tables.
#pragma once

#include "base/unicode.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace cityweave::ingest {

/// Fills as much of the room as there are bytes and says how much that was; less than the room only at the end. Throws
/// base::IoError.
using ByteSource = std::function<std::size_t(std::span<std::byte> room)>;

/// The file's bytes. Throws base::IoError, now or later, naming the file.
[[nodiscard]] ByteSource file_bytes(const std::filesystem::path& path);
[[nodiscard]] ByteSource standard_input_bytes();
/// The bytes of `text`, which is copied.
[[nodiscard]] ByteSource bytes_of(std::string text);
/// `first`, then what `rest` gives: for a source whose beginning was looked at.
[[nodiscard]] ByteSource joined(std::vector<std::byte> first, ByteSource rest);
/// Up to `count` bytes.
[[nodiscard]] std::vector<std::byte> take_bytes(const ByteSource& source, std::size_t count);

/// Decodes as base::decode_text does, but judges for each piece whether it is UTF-8. Pieces end after a line end where
/// they hold one, else between characters.
class TextPieces {
public:
    static constexpr std::size_t default_piece = std::size_t{256} << 10;

    /// `piece_bytes`: how much is read at a time; at least 16.
    explicit TextPieces(ByteSource source, std::size_t piece_bytes = default_piece);

    /// Appends the next piece; false where there is none any more. Throws base::IoError.
    [[nodiscard]] bool append_to(std::string& text);

private:
    [[nodiscard]] std::size_t piece_end() const;

    ByteSource source_;
    std::size_t piece_bytes_;
    std::vector<std::byte> bytes_; ///< read, not yet given
    base::Encoding encoding_ = base::Encoding::bytes;
    std::string eight_bit_; ///< of the first piece that was no UTF-8
    bool begun_ = false;
    bool ended_ = false;
};

} // namespace cityweave::ingest
