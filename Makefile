# auditpack: one Makefile, not recursive. `make help` lists the targets.
# Variants live apart: V=release (default), V=asan, V=clang, V=cover.

V ?= release
B := build/$(V)
CC ?= gcc
PREFIX ?= /usr/local
VERSION := 0.1.0

PKGS := libxml-2.0 sqlite3 libcrypto harfbuzz harfbuzz-subset zlib xlsxwriter
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wvla -Wformat=2 -Wundef -fno-common
CPPFLAGS += -D_GNU_SOURCE -DAUDITPACK_VERSION='"$(VERSION)"' -DAUDITPACK_DATA='"$(PREFIX)/share/auditpack"' \
            -Isrc -I$(B)/gen $(addprefix -isystem ,$(patsubst -I%,%,$(shell pkg-config --cflags-only-I $(PKGS) 2>/dev/null)))
CFLAGS ?= -O2 -g
CFLAGS += -std=c11 $(WARN) $(WERROR)
LDLIBS += $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lhpdf -lunibreak -lm

ifeq ($(V),asan)
CFLAGS += -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS += -fsanitize=address,undefined
endif
ifeq ($(V),clang)
CC := clang
endif
ifeq ($(V),cover)
CFLAGS += -O0 --coverage
LDFLAGS += --coverage
endif

SRC := $(filter-out src/main.c,$(sort $(wildcard src/*.c src/*/*.c)))
OBJ := $(SRC:src/%.c=$(B)/%.o)
SQL := $(sort $(wildcard src/*/sql/*.sql))
LIB := $(B)/libauditpack.a
BIN := $(B)/auditpack
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))

.PHONY: all check test demo bench fuzz cover lint install uninstall dist clean help accept
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BIN) ## build the program

$(BIN): $(B)/main.o $(LIB)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(LIB): $(OBJ)
	@rm -f $@
	ar rcs $@ $^

$(B)/%.o: src/%.c | $(B)/gen/sql.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# Every .sql file becomes a string constant sql_<name>; statements are data, not C.
$(B)/gen/sql.h: $(SQL) scripts/embed-sql
	@mkdir -p $(@D)
	scripts/embed-sql $(SQL) > $@

$(B)/unit/%: tests/unit/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -o $@ $< $(filter-out $<,$(filter %.c,$^)) $(LIB) $(LDFLAGS) $(LDLIBS) -lcmocka

-include $(wildcard $(B)/*.d $(B)/*/*.d)

check: $(UNIT) ## unit tests of this variant
	tests/run-unit $(UNIT)

test: lint ## everything CI runs: lint, unit tests under sanitizers, end to end
	tests/run-all

demo: all ## the sample editions, in build/demo
	scripts/run-demo $(BIN) build/demo

bench: all ## whole job on generated data, time and memory of each stage
	tests/bench/run $(BIN)

lint: ## format, layers, words, headers, schemas, scripts
	scripts/lint

clean: ## remove everything built
	rm -rf build

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  \1\t/' | expand -t 14
